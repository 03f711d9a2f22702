package quantization

import "logitarium/ui/lab"

// Lists are the tensors or sites of the view layers, the largest error first.
func (l *Lab) Lists() []lab.List {
	if l.set.view != viewLayers || len(l.survey.rows) == 0 {
		return nil
	}
	list := lab.List{Name: l.columnTitle() + "s", Columns: []string{l.columnTitle(), "error, % of the RMS", "max/rms"}}
	for _, r := range l.survey.rows {
		list.Add(lab.Word(r.name), lab.Amount(100*r.error, 3), lab.Amount(r.crest, 2))
	}
	return []lab.List{list}
}
