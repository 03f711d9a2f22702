package labs_test

import (
	"testing"

	"logitarium/core/builtin/builtintest"
	"logitarium/ui/labs"
	"logitarium/viz"
)

// The question of a lab has room beside the name of each of its views, whole or
// in few words: at 60 columns too, none is cut.
func TestQuestionsHaveRoom(t *testing.T) {
	b := builtintest.Load(t)
	for _, l := range labs.All(b, b) {
		info, longest := l.Info(), 0
		for _, v := range l.Views().List {
			longest = max(longest, viz.Clean(v.Name).Width())
		}
		shortest := viz.Clean(string(info.Question)).Width()
		if info.Brief != "" {
			shortest = viz.Clean(string(info.Brief)).Width()
		}
		const margins = 1 + 2 + 2 + 1 + 1 // before it, between, before the key, the key, at the end
		if w := shortest + longest + margins; w > 60 {
			t.Errorf("%s: the question and a view's name take %d columns", info.ID, w)
		}
	}
}
