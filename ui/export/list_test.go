package export_test

import (
	"encoding/json"
	"math"
	"strings"
	"testing"

	"logitarium/ui/export"
	"logitarium/ui/lab"
	"logitarium/ui/lab/toy"
	"logitarium/ui/message"
)

// listed has a list, with a number that JSON has not.
type listed struct{ *toy.Lab }

func (l listed) Views() lab.Views {
	v := l.Lab.Views()
	for i := range v.List {
		v.List[i].Lists = animals
	}
	return v
}

func animals() []lab.List {
	l := lab.List{Name: "animals", Columns: []string{"name", "legs", "weight"}}
	l.Add(lab.Word("fox & \x1b[31m\nhen"), lab.Count(6), lab.Amount(7.25, 1))
	l.Add(lab.Word(""), lab.Count(0), lab.Amount(math.NaN(), 1))
	return []lab.List{l}
}

func TestListAsJSON(t *testing.T) {
	text, err := export.JSON(listed{toy.New()}, "logitarium toy")
	if err != nil {
		t.Fatal(err)
	}
	var d struct {
		Lists []struct {
			Name    string
			Columns []string
			Rows    []map[string]any
		}
	}
	if err := json.Unmarshal([]byte(text), &d); err != nil {
		t.Fatal(err)
	}
	if len(d.Lists) != 1 || len(d.Lists[0].Rows) != 2 {
		t.Fatalf("%+v", d.Lists)
	}
	r := d.Lists[0].Rows
	if r[0]["name"] != "fox & \x1b[31m\nhen" || r[0]["legs"] != 6. || r[0]["weight"] != 7.25 || r[1]["weight"] != nil {
		t.Errorf("%+v", r)
	}
	if strings.Index(text, `"legs": 6`) > strings.Index(text, `"weight": 7.25`) || strings.Contains(text, "\x1b") {
		t.Errorf("the order is lost, or it could steer a terminal:\n%s", text)
	}
}

func TestListInLines(t *testing.T) {
	text := export.Lines(animals()[0], message.Printer{})
	if want := "Animals, 2 rows\nname fox & "; !strings.HasPrefix(text, want) || strings.Contains(text, "\x1b") ||
		strings.Count(text, "\n") != 3 || !strings.Contains(text, "; legs 6; weight 7.2\n") {
		t.Errorf("%q", text)
	}
}

// A list whose name is put together says its title; its name stays for programs.
func TestListTitle(t *testing.T) {
	l := animals()[0]
	l.Name, l.Title = "animals of a farm", message.New("animals of %v", message.Verbatim("農場"))
	if text := export.Lines(l, message.Printer{}); !strings.HasPrefix(text, "Animals of 農場, 2 rows\n") {
		t.Errorf("%q", text)
	}
}

// A long list says how much of it is left out.
func TestLongList(t *testing.T) {
	l := lab.List{Name: "numbers", Columns: []string{"n"}}
	for i := range 1234 {
		l.Add(lab.Count(i))
	}
	if text := export.Lines(l, message.Printer{}); l.Left != 234 || len(l.Rows) != 1000 || !strings.HasSuffix(text, "\n… and 234 rows more\n") || !strings.HasPrefix(text, "Numbers, 1,234 rows\n") {
		t.Errorf("%d rows, %d left: %.40q", len(l.Rows), l.Left, text)
	}
}
