//go:build !js

package lab

// PartBudget is what a part of the step of a [Divided] lab is for. Nobody sees
// parts, so they are small: a key may come in the middle of one.
const PartBudget = StepBudget / 2
