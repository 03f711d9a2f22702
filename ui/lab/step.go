//go:build !js

package lab

// StepBudget is what a step of the shell's clock may take.
const StepBudget = Centisecond
