package gpt

import (
	"fmt"
	"slices"
)

// The names of a config's choices, as they are written in files and cards.
var (
	normNames       = []string{"pre-LN", "post-LN", "sandwich"}
	positionNames   = []string{"learned", "none", "sinusoidal", "rotary", "ALiBi"}
	precisionNames  = []string{"f32", "int8", "stored"}
	biasNames       = []string{"all", "queries, keys and values", "none"}
	scalingNames    = []string{"none", "linear", "llama3", "yarn"}
	activationNames = []string{"GELU (tanh)", "GELU (erf)", "ReLU", "SiLU"}
)

// String returns "pre-LN", "post-LN" or "sandwich".
func (n NormPlace) String() string { return nameOf(normNames, int(n)) }

// String returns "learned", "none", "sinusoidal", "rotary" or "ALiBi".
func (p Positions) String() string { return nameOf(positionNames, int(p)) }

// String returns "GELU (tanh)", "GELU (erf)", "ReLU" or "SiLU".
func (a Activation) String() string { return nameOf(activationNames, int(a)) }

// String returns "f32", "int8" or "stored".
func (p Precision) String() string { return nameOf(precisionNames, int(p)) }

// String returns "all", "queries, keys and values" or "none".
func (b Biases) String() string { return nameOf(biasNames, int(b)) }

// String returns "none", "linear", "llama3" or "yarn", as config.json does.
func (s Scaling) String() string { return nameOf(scalingNames, int(s)) }

// MarshalText writes the name.
func (n NormPlace) MarshalText() ([]byte, error) { return []byte(n.String()), nil }

// MarshalText writes the name.
func (p Positions) MarshalText() ([]byte, error) { return []byte(p.String()), nil }

// MarshalText writes the name.
func (a Activation) MarshalText() ([]byte, error) { return []byte(a.String()), nil }

// MarshalText writes the name.
func (p Precision) MarshalText() ([]byte, error) { return []byte(p.String()), nil }

// UnmarshalText reads the name.
func (n *NormPlace) UnmarshalText(text []byte) error {
	i, err := indexOf(normNames, string(text))
	*n = NormPlace(i)
	return err
}

// UnmarshalText reads the name.
func (p *Positions) UnmarshalText(text []byte) error {
	i, err := indexOf(positionNames, string(text))
	*p = Positions(i)
	return err
}

// UnmarshalText reads the name.
func (a *Activation) UnmarshalText(text []byte) error {
	i, err := indexOf(activationNames, string(text))
	*a = Activation(i)
	return err
}

// UnmarshalText reads the name.
func (p *Precision) UnmarshalText(text []byte) error {
	i, err := indexOf(precisionNames, string(text))
	*p = Precision(i)
	return err
}

// MarshalText writes the name.
func (b Biases) MarshalText() ([]byte, error) { return []byte(b.String()), nil }

// UnmarshalText reads the name.
func (b *Biases) UnmarshalText(text []byte) error {
	i, err := indexOf(biasNames, string(text))
	*b = Biases(i)
	return err
}

// MarshalText writes the name.
func (s Scaling) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// UnmarshalText reads the name.
func (s *Scaling) UnmarshalText(text []byte) error {
	i, err := indexOf(scalingNames, string(text))
	*s = Scaling(i)
	return err
}

func nameOf(names []string, i int) string {
	if i < 0 || i >= len(names) {
		return fmt.Sprintf("unknown (%d)", i)
	}
	return names[i]
}

func indexOf(names []string, name string) (int, error) {
	i := slices.Index(names, name)
	if i < 0 {
		return 0, fmt.Errorf("%q is none of %q", name, names)
	}
	return i, nil
}
