package inside

// The tests of core/intervention count with more questions.
func init() { drawnQuestions, drawnPairs = 3, 3 }
