package lab

// PartBudget is what a part of the step of a [Divided] lab is for. A page has one
// thread, and kernels that do about an eighth of what those of a processor do.
// Steps are as long there as elsewhere: in a lesson they are counted.
const PartBudget = StepBudget / 16
