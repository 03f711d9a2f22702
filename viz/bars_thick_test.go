package viz

import "testing"

// TestThickBars holds that bars grow with the room, up to what is asked for, and
// that a row is found wherever its bar is.
func TestThickBars(t *testing.T) {
	c := BarChart{Columns: []Column{{Left: true}}, Max: 1, Thick: 3, Rows: []BarRow{
		{Cells: []Safe{Clean("a")}, Value: 1}, {Cells: []Safe{Clean("b")}, Value: .5},
	}}
	for h, thick := range map[int]int{2: 1, 4: 2, 5: 2, 6: 3, 20: 3} {
		g := Bars(Size{W: 20, H: h}, Dark(), c)
		for y := range h {
			full := g.Row(y)[4].Rune == '█'
			if full != (y < 2*thick) {
				t.Errorf("%d rows high: a bar at row %d is %t", h, y, full)
			}
			if i, ok := c.RowAt(h, y); ok != (y < 2*thick) || ok && i != y/thick {
				t.Errorf("%d rows high: row %d is that of bar %d, %t", h, y, i, ok)
			}
		}
	}
}

// TestBarsAside holds that the words beside the legend are whole or not there.
func TestBarsAside(t *testing.T) {
	c := BarChart{Rows: []BarRow{{Value: 1}}, Kept: Clean("now"), Aside: Clean("0.3 bits")}
	for w, fits := range map[int]bool{16: true, 15: false} {
		g := Bars(Size{W: w, H: 6}, Dark(), c)
		got := ""
		for _, c := range g.Row(5)[8:] {
			got += string(c.Rune)
		}
		if (got == "0.3 bits") != fits {
			t.Errorf("%d wide: %q stands beside the legend; that it fits is %t", w, got, fits)
		}
	}
}
