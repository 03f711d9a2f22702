package cli

import (
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/spf13/cobra"

	"logitarium/core/architecture"
	"logitarium/core/builtin"
	"logitarium/core/fault"
	"logitarium/core/gguf"
	"logitarium/core/gpt"
	"logitarium/core/lm"
	"logitarium/core/modelfile"
	"logitarium/core/retrieval/encoder"
	"logitarium/core/token"
	"logitarium/core/wholefile"
	"logitarium/ui/message"
	"logitarium/viz"
)

// modelAsks are the flags of the model command.
type modelAsks struct {
	tokenize string
	special  bool
	logits   string
	last     bool
	fast     bool
	list     bool
	save     string
	as       oneOf
}

// savedTypes are what a model is saved as.
var savedTypes = map[string]gguf.Type{"F32": gguf.F32, "Q8_0": gguf.Q8_0, "Q4_0": gguf.Q4_0}

func (a *app) modelCommand() *cobra.Command {
	asks := modelAsks{as: oneOf{value: "F32", names: []string{"F32", "Q8_0", "Q4_0"}}}
	cmd := &cobra.Command{
		Use:   "model [PATH]",
		Short: a.text("the card of a model: what it is, how it was made, what it can do; its tokens and logits"),
		Long: a.text("Shows the card of the built-in model: what it is, how it was made, what it can do;\n" +
			"and that of the retriever of the lab rag.\n" +
			"Away from a terminal the card is written as Markdown. With a path, or --model, the card\n" +
			"is of the model in that GGUF file or folder; with --weights int8 it says what rounding costs.\n" +
			"Tokens and logits are written as JSON, to be held against those of another program."),
		Annotations: map[string]string{isDrawn: naming("theme", "color", "glyphs", "lang", "plain", "model", "weights")},
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) > 1 || len(args) == 1 && a.show.model != "" {
				return usagef("%s takes one model, by its path or by --model", cmd.CommandPath())
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) == 1 && !a.namesOwn(args[0]) {
				a.show.model = args[0]
			}
			if err := asks.check(cmd, len(args) > 0 || a.show.model != ""); err != nil {
				return err
			}
			switch {
			case asks.list:
				return a.listModels()
			case cmd.Flags().Changed("tokenize"):
				return a.tokenize(asks)
			case cmd.Flags().Changed("logits"):
				return a.logits(asks)
			case asks.save != "":
				return a.saveModel(asks)
			}
			return a.modelCard()
		},
	}
	flags := cmd.Flags()
	flags.SortFlags = false
	flags.StringVar(&asks.tokenize, "tokenize", "", a.text("write the tokens of this text: ids and pieces"))
	flags.BoolVar(&asks.special, "special", false, a.text("with --tokenize: names of special tokens are these tokens, and the token that begins a text is put before it"))
	flags.StringVar(&asks.logits, "logits", "", a.text("write the logits after each of these tokens, as in 1,80,200, computed with activations in float32"))
	flags.BoolVar(&asks.last, "last", false, a.text("with --logits: only after the last token"))
	flags.BoolVar(&asks.fast, "fast", false, a.text("with --logits: with activations rounded to int8, and the weights as a GGUF file has them, or rounded to int8 too where that is float32"))
	flags.BoolVar(&asks.list, "list", false, a.text("list the models that Ollama, LM Studio, llama.cpp and the Hugging Face cache keep on this machine"))
	flags.StringVar(&asks.save, "save", "", a.text("write the built-in model as a GGUF file, for llama.cpp and others"))
	a.choice(cmd, &asks.as, "as", a.text("with --save: how matrices are stored"))
	return cmd
}

// namesOwn says whether a path names the built-in model, and no file.
func (a *app) namesOwn(path string) bool {
	if a.lm == nil || path != a.lm.Name() {
		return false
	}
	_, err := os.Stat(path)
	return errors.Is(err, fs.ErrNotExist)
}

// check refuses flags that mean nothing together, or beside the name of a model.
func (asks modelAsks) check(cmd *cobra.Command, named bool) error {
	var given []string
	for _, name := range []string{"tokenize", "logits", "list", "save"} {
		if cmd.Flags().Changed(name) {
			given = append(given, "--"+name)
		}
	}
	if len(given) > 1 {
		return usagef("%s are different things to do: give one of them", strings.Join(given, ", "))
	}
	if asks.list && named {
		return usagef("--list lists all models that were found: leave the name of one out")
	}
	for flag, of := range map[string]string{"special": "tokenize", "last": "logits", "fast": "logits", "as": "save"} {
		if cmd.Flags().Changed(flag) && !cmd.Flags().Changed(of) {
			return usagef("--%s goes with --%s", flag, of)
		}
	}
	return nil
}

func (a *app) modelCard() error {
	if a.show.model == "" {
		retriever, err := encoder.Load(a.lm)
		if err != nil {
			return err
		}
		file, err := encoder.File()
		if err != nil {
			return err
		}
		return a.writeCard(a.page(a.lm.Card.Page()) + a.ofFile(builtin.File()) + "\n" + a.page(retriever.Card.Page()) + a.ofFile(file))
	}
	m, err := a.readModel(a.show.model, a.held())
	if err != nil {
		return rejected(err)
	}
	rounding := ""
	if m.Network().Precision == gpt.Int8 && m.Tokenizer() != nil {
		if rounding, err = a.rounding(a.show.model, m); err != nil {
			return rejected(err)
		}
	}
	return a.writeCard(a.subjectCard(m, rounding))
}

// page is a card in the user's language.
func (a *app) page(lines []fault.Text) string {
	var b strings.Builder
	for _, line := range lines {
		b.WriteString(a.words.Print(message.From(line)) + "\n")
	}
	return b.String()
}

// ofFile describes an embedded file of weights.
func (a *app) ofFile(raw []byte) string {
	return fmt.Sprintf("\n## %s\n\n%s\n", a.text("File"), a.text("%d bytes, safetensors, float16. SHA-256 %x.", len(raw), sha256.Sum256(raw)))
}

// writeCard sets a model card for the eye, or writes its Markdown where it is
// read by something else.
func (a *app) writeCard(markdown string) error {
	if a.seen() && !a.show.plain {
		p := a.typesetter(true)
		return p.print(a.data, p.markdown(markdown)...)
	}
	return a.write(viz.CleanLines(markdown).String())
}

// asked is the model that the command line names, or the built-in one.
func (a *app) asked(o architecture.Options) (subject, error) {
	if a.show.model == "" {
		return a.lm, nil
	}
	m, err := a.readModel(a.show.model, o)
	if err != nil {
		return nil, rejected(err)
	}
	return m, nil
}

// tokenize writes the tokens of a text, as llama.cpp's programs make them.
func (a *app) tokenize(asks modelAsks) error {
	m, err := a.asked(a.held())
	if err != nil {
		return err
	}
	var ids []int
	switch t := m.Tokenizer().(type) {
	case nil:
		return coded{exitRejected, message.Errorf("--model: %s has no tokenizer", a.show.model)}
	case *token.Vocabulary:
		ids = t.Tokenize(asks.tokenize, asks.special)
	default:
		ids = t.Encode(asks.tokenize)
		if asks.special {
			ids = t.EncodeSpecial(asks.tokenize)
		}
	}
	out := struct {
		IDs    []int    `json:"ids"`
		Pieces []string `json:"pieces"`
	}{[]int{}, []string{}}
	for _, id := range ids {
		out.IDs = append(out.IDs, id)
		out.Pieces = append(out.Pieces, printable(m.Tokenizer().Bytes(id)))
	}
	return a.writeJSON(out)
}

// printable is a piece as text: bytes that are no whole characters stand as
// <0xE4>, since JSON has no bytes.
func printable(piece []byte) string {
	if utf8.Valid(piece) {
		return string(piece)
	}
	var b strings.Builder
	for len(piece) > 0 {
		r, n := utf8.DecodeRune(piece)
		if r == utf8.RuneError && n == 1 {
			fmt.Fprintf(&b, "<0x%02X>", piece[0])
		} else {
			b.Write(piece[:n])
		}
		piece = piece[n:]
	}
	return b.String()
}

// logits writes what the model says after some tokens.
func (a *app) logits(asks modelAsks) error {
	o := a.held()
	o.Whole = true
	if asks.fast {
		o = architecture.Options{Weights: gpt.Int8, Stored: func(int) bool { return true }}
	}
	m, err := a.asked(o)
	if err != nil {
		return err
	}
	n := m.Network()
	if asks.fast && n.Precision == gpt.Float32 { // the built-in one
		if n, err = n.Int8(); err != nil {
			return err
		}
	}
	var tokens []int
	for _, word := range strings.Split(asks.logits, ",") {
		id, err := strconv.Atoi(strings.TrimSpace(word))
		if err != nil || id < 0 || id >= n.Config.Vocab {
			return usagef("--logits: %q is no token; they are numbers from 0 to %d, with commas between", word, n.Config.Vocab-1)
		}
		tokens = append(tokens, id)
	}
	if len(tokens) > n.Config.Context {
		return usagef("--logits: %d tokens, and the model reads %d at most", len(tokens), n.Config.Context)
	}
	all := n.Logits(tokens, nil)
	var out struct {
		Logits [][]float32 `json:"logits"`
	}
	for i := range all.Rows {
		if err := lm.Sound(all.Row(i)); err != nil {
			return coded{exitRejected, message.Errorf("--model: %v", err)}
		}
		if !asks.last || i == all.Rows-1 {
			out.Logits = append(out.Logits, all.Row(i))
		}
	}
	return a.writeJSON(out)
}

func (a *app) writeJSON(v any) error {
	e := json.NewEncoder(a.data)
	e.SetEscapeHTML(false) // <s> is a piece
	return e.Encode(v)
}

// listModels lists what other programs keep on this machine.
func (a *app) listModels() error {
	all := a.found()
	if len(all) == 0 {
		a.say(message.New("No models were found where Ollama, LM Studio, llama.cpp and the Hugging Face cache keep them. A path works too: logitarium PATH.gguf"))
		return nil
	}
	r := rows{right: []bool{false, false, true}}
	for _, f := range all {
		r.body = append(r.body, []string{f.Name, f.Program, fmt.Sprintf("%.1f MB", float64(f.Bytes)/1e6), f.Path})
	}
	p := a.typesetter(a.interactive())
	if a.seen() && !a.show.plain {
		r.head = []string{a.text("name"), a.text("program"), a.text("size"), a.text("path")}
	} else {
		p.width = unlimited // a line for each
	}
	return p.print(a.data, p.table(r))
}

// saveModel writes the built-in model.
func (a *app) saveModel(asks modelAsks) error {
	if a.show.model != "" {
		return usagef("--save writes the built-in model, and not %s: leave that out, as in logitarium model --save %s.gguf", a.show.model, a.lm.Name())
	}
	as := savedTypes[asks.as.value]
	err := wholefile.Replace(asks.save, func(w io.Writer) error {
		return modelfile.Write(w, a.lm.Model, a.lm.Tokens, a.lm.Name(), as)
	})
	if err != nil {
		return err
	}
	a.say(message.New("%s: %s as %v", asks.save, a.lm.Name(), as))
	return nil
}
