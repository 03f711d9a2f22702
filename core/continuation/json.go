package continuation

import (
	"encoding/json"
	"math"
)

// branch is a node as JSON has it. What is not known is null.
type branch struct {
	Token     int      `json:"token"`
	Text      string   `json:"text"`
	Model     *float64 `json:"model"`
	Rules     *float64 `json:"rules"`
	True      *float64 `json:"true"`
	ModelMass *float64 `json:"model_mass"`
	RulesMass *float64 `json:"rules_mass"`
	TrueMass  *float64 `json:"true_mass"`
	Seeds     []uint64 `json:"seeds,omitempty"`
	Rest      *rest    `json:"rest,omitempty"` // of a node whose children are asked for
	Children  []branch `json:"children,omitempty"`
}

type rest struct {
	Tokens    int      `json:"tokens"`
	ModelMass *float64 `json:"model_mass"`
	RulesMass *float64 `json:"rules_mass"`
	TrueMass  *float64 `json:"true_mass"`
}

// MarshalJSON writes the tree as nested objects, the root first: a node's token
// and text, its probability behind its parent and that of coming to it, by the
// model, after the rules and in truth, the seeds that come to it, its children by
// falling probability, and the rest.
func (t *Tree) MarshalJSON() ([]byte, error) { return json.Marshal(t.branch(0)) }

func (t *Tree) branch(i int) branch {
	n := t.Nodes[i]
	b := branch{
		Token: n.Token, Text: string(t.cache.tokens.Bytes(n.Token)),
		Model: number(n.Model), Rules: number(n.Rules), True: number(n.True),
		ModelMass: number(n.ModelMass), RulesMass: number(n.RulesMass), TrueMass: number(n.TrueMass),
		Seeds: n.Seeds,
	}
	if i == 0 {
		b.Text = t.cache.tokens.Decode(t.by.Prompt)
	}
	if n.Open {
		b.Rest = &rest{n.Rest.Tokens, number(n.Rest.ModelMass), number(n.Rest.RulesMass), number(n.Rest.TrueMass)}
	}
	for _, c := range n.Children {
		b.Children = append(b.Children, t.branch(c))
	}
	return b
}

// number is a number as JSON has it: NaN is none.
func number(v float64) *float64 {
	if math.IsNaN(v) {
		return nil
	}
	return &v
}
