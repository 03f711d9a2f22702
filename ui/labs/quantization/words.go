package quantization

import (
	"fmt"

	"logitarium/ui/message"
	"logitarium/viz"
)

// percent writes a share that is not 0 so that it is not shown as 0.
func percent(share float64) string {
	if 100*share < .005 {
		return fmt.Sprintf("%.1g", 100*share)
	}
	return fmt.Sprintf("%.2f", 100*share)
}

// percents writes a share as a percentage with that many decimals.
func percents(share float64, decimals int) viz.Safe { return viz.Fixed(100*share, decimals) }

// number writes a step or a scale with four digits.
func number(v float64) string { return fmt.Sprintf("%.4g", v) }

// turn asks to turn a knob to a value.
func turn(knob, value string) message.Text {
	return message.New("Turn %v to %v.", message.Label("knob", knob), message.Label("value", value))
}

// becomeZero says that all of something, or nearly all, becomes 0; a share near 1 is
// not shown as all when it is not.
func becomeZero(name string, share float64) message.Text {
	switch {
	case share == 1:
		return message.New("%s, all become 0", name)
	case share >= .995:
		return message.New("%s, nearly all become 0", name)
	}
	return message.New("%s, %.0f %% become 0", name, 100*share)
}
