package lab

// StepBudget is what a step of the shell's clock may take. A page has one thread,
// and kernels that do about an eighth of what those of a processor do.
const StepBudget = Centisecond / 8
