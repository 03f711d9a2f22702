package gpt

import (
	"encoding/json"
	"strconv"
	"strings"
)

// json64 is a list of numbers, or nested lists of them, read flat. Numbers
// that are not finite stand there as strings.
type json64 []float64

func (x *json64) UnmarshalJSON(data []byte) error {
	if one, err := strconv.ParseFloat(strings.Trim(string(data), `"`), 64); err == nil {
		*x = json64{one}
		return nil
	}
	var list []json64
	if err := json.Unmarshal(data, &list); err != nil {
		return err
	}
	*x = nil
	for _, part := range list {
		*x = append(*x, part...)
	}
	return nil
}
