// Package labs lists the instruments.
package labs

import (
	"logitarium/core/lm"
	"logitarium/ui/lab"
	"logitarium/ui/labs/adapt"
	"logitarium/ui/labs/gpt"
	"logitarium/ui/labs/inside"
	"logitarium/ui/labs/norm"
	"logitarium/ui/labs/position"
	"logitarium/ui/labs/quantization"
	"logitarium/ui/labs/rag"
	"logitarium/ui/labs/residual"
	"logitarium/ui/labs/sampling"
)

// All returns the labs in the order of the syllabus. Those that look at a
// model look at m; those that need one of Tiny World, with all that a model
// may offer, have the built-in one, own.
func All(m, own lm.Model) []lab.Lab {
	return []lab.Lab{
		position.New(m, own),
		quantization.New(m, own),
		rag.New(m, own),
		sampling.New(m),
		norm.New(m),
		residual.New(m, own),
		adapt.New(own),
		gpt.New(m, own),
		inside.New(m),
	}
}

// Served returns them for a model behind a server, which says what comes next and
// keeps its network: the labs that ask no more look at it, the others at the
// built-in one.
func Served(m, own lm.Model) []lab.Lab {
	asking, others := All(m, own), All(own, own)
	for i, l := range asking {
		if id := l.Info().ID; id == "sampling" || id == "rag" {
			others[i] = l
		}
	}
	return others
}
