package family

// Setting says how many examples stand in the prompt.
type Setting int

// The settings of Brown et al. 2020, section 2. Nothing is trained in any of them.
const (
	ZeroShot Setting = iota
	OneShot
	FewShot // as many examples as the task says
)

// A Benchmark is a task of Brown et al. 2020, with what each size of GPT-3 got
// right of it.
type Benchmark struct {
	Name     string
	Asks     string // what for, in a few words
	Examples int    // in the prompt, in the few-shot setting
	// Accuracy in percent by Setting and size, in the order of GPT-3's eight
	// models in [All], the smallest first.
	Accuracy [3][8]float64
	Source   Cell
}

// Benchmarks returns some of the tasks of table H.1, as printed. Examples help
// large models more than small ones; in LAMBADA one example makes every size
// worse, as the paper says (section 3.1.2).
func Benchmarks() []Benchmark {
	from := paper3.at("appendix H, table H.1").word("accuracy")
	return []Benchmark{
		{"TriviaQA", "a fact, without a text to look it up in", 64, [3][8]float64{
			{4.15, 7.61, 14.0, 19.7, 31.3, 38.7, 41.8, 64.3},
			{4.19, 12.9, 20.5, 26.5, 35.9, 44.4, 51.3, 68.0},
			{6.96, 16.3, 26.5, 32.1, 42.3, 51.6, 57.5, 71.2},
		}, from},
		{"2-digit addition", "a sum such as 48 + 76", 50, [3][8]float64{
			{0.70, 0.65, 0.70, 0.85, 1.10, 2.54, 15.4, 76.9},
			{2.00, 0.55, 3.15, 4.00, 12.1, 19.6, 73.0, 99.6},
			{2.00, 4.10, 3.50, 4.50, 8.90, 11.9, 55.5, 100.0},
		}, from},
		{"LAMBADA", "the last word of a paragraph", 15, [3][8]float64{
			{42.7, 54.3, 60.4, 63.6, 67.1, 70.3, 72.5, 76.2},
			{22.0, 47.1, 52.6, 58.3, 61.1, 65.4, 69.0, 72.5},
			{22.0, 40.4, 63.2, 57.0, 78.1, 79.1, 81.3, 86.4},
		}, from},
		{"HellaSwag", "which of four endings fits", 20, [3][8]float64{
			{33.7, 43.6, 51.0, 54.7, 62.8, 67.4, 70.9, 78.9},
			{33.0, 42.9, 50.5, 53.5, 61.9, 66.5, 70.0, 78.1},
			{33.5, 43.1, 51.3, 54.9, 62.9, 67.3, 71.3, 79.3},
		}, from},
		{"StoryCloze", "which of two endings fits a story", 70, [3][8]float64{
			{63.3, 68.5, 72.4, 73.4, 77.2, 77.7, 79.5, 83.2},
			{62.3, 68.7, 72.3, 74.2, 77.3, 78.7, 79.7, 84.7},
			{62.3, 70.2, 73.9, 76.1, 80.2, 81.2, 83.0, 87.7},
		}, from},
	}
}
