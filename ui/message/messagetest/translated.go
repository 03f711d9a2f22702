package messagetest

// Translated are the packages in which all that a user reads is a message.
// The law in package extract reads their sources, and labtest looks for
// English on the screens of the labs among them.
var Translated = []string{
	"core/checkpoint",
	"core/huggingface",
	"core/token",
	"core/wholefile",
	"core/retrieval/folder",
	"core/sampling",
	"ui",
	"ui/field",
	"ui/lab",
	"ui/lab/toy",
	"ui/atlas",
	"ui/labs/residual",
	"ui/labs/rag",
	"ui/labs/adapt",
	"ui/labs/norm",
	"ui/cli",
	"ui/command",
	"ui/export",
	"ui/labs/sampling",
	"ui/lesson",
	"ui/lesson/player",
	"ui/lesson/tape",
	"ui/lesson/cast",
	"ui/markdown",
	"ui/nearest",
	"ui/speaker",
	"ui/labs/quantization",
	"ui/rescue",
	"ui/screen",
	"ui/terminal",
	"viz",
}
