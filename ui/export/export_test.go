package export_test

import (
	"encoding/csv"
	"encoding/json"
	"math"
	"strings"
	"testing"

	"logitarium/ui/export"
	"logitarium/ui/lab"
	"logitarium/ui/lab/toy"
	"logitarium/ui/message"
)

// odd has readings that formats have no number for, and text that steers.
type odd struct{ *toy.Lab }

func (o odd) Views() lab.Views {
	v := o.Lab.Views()
	v.Readings = nil
	for i := range v.List {
		v.List[i].Readings = oddReadings
	}
	return v
}

func oddReadings() []lab.Reading {
	return []lab.Reading{
		{Name: "half", Value: 0.5, Digits: 1, Unit: "bits", Provenance: lab.Published, Source: "a book"},
		{Name: "word", Text: message.New("a\x1b[31m,\"b\"\u202e")},
		{Name: "none", Undefined: message.New("nothing is drawn")},
		{Name: "nan", Value: math.NaN()},
	}
}

func TestJSON(t *testing.T) {
	text, err := export.JSON(odd{toy.New()}, "logitarium toy")
	if err != nil {
		t.Fatal(err)
	}
	if strings.ContainsAny(text, "\x1b\u202e") {
		t.Errorf("it could steer a terminal: %q", text)
	}
	var d struct {
		Lab, Command string
		Knobs        []struct{ Name, Value string }
		Readings     []struct {
			Name, Text, Undefined, Provenance string
			Value                             *float64
		}
	}
	if err := json.Unmarshal([]byte(text), &d); err != nil {
		t.Fatal(err)
	}
	if d.Lab != "toy" || d.Command != "logitarium toy" || len(d.Knobs) != 6 || d.Knobs[2].Value != "1" {
		t.Errorf("%+v", d)
	}
	r := d.Readings
	if *r[0].Value != 0.5 || r[0].Provenance != "published" || r[1].Text != "a\x1b[31m,\"b\"\u202e" ||
		r[2].Undefined != "nothing is drawn" || r[3].Undefined != "NaN" || r[3].Value != nil {
		t.Errorf("%+v", r)
	}
}

func TestCSV(t *testing.T) {
	text, err := export.CSV(odd{toy.New()})
	if err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil || len(rows) != 1+6+4 {
		t.Fatalf("%d rows, %v", len(rows), err)
	}
	if got := strings.Join(rows[7], "|"); got != "reading|half|0.5|bits|published|a book|" {
		t.Error(got)
	}
	if strings.ContainsAny(text, "\x1b\u202e") {
		t.Errorf("it could steer a terminal: %q", text)
	}
}
