// Package labs lists the instruments.
package labs

import (
	"logitarium/core/builtin"
	"logitarium/ui/lab"
	"logitarium/ui/labs/adapt"
	"logitarium/ui/labs/gpt"
	"logitarium/ui/labs/norm"
	"logitarium/ui/labs/position"
	"logitarium/ui/labs/quantization"
	"logitarium/ui/labs/rag"
	"logitarium/ui/labs/residual"
	"logitarium/ui/labs/sampling"
)

// All returns the labs in the order of the syllabus. Those that look at a
// model look at lm.
func All(lm *builtin.LM) []lab.Lab {
	return []lab.Lab{
		position.New(lm),
		quantization.New(lm),
		rag.New(lm),
		sampling.New(lm),
		norm.New(lm),
		residual.New(lm),
		adapt.New(lm),
		gpt.New(lm),
	}
}
