package cli

import (
	"crypto/sha256"
	"fmt"

	"github.com/spf13/cobra"

	"logitarium/core/builtin"
	"logitarium/core/gpt"
	"logitarium/core/retrieval/encoder"
	"logitarium/viz"
)

func (a *app) modelCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "model",
		Short: a.text("the card of the built-in model: what it is, how it was made, what it can do"),
		Long: a.text("Shows the card of the built-in model: what it is, how it was made, what it can do;\n" +
			"and that of the retriever of the lab rag.\n" +
			"Away from a terminal the card is written as Markdown. With --model, the card\n" +
			"is of the model in that folder; with --weights int8 it says what rounding costs."),
		Args: noArguments,
		RunE: func(*cobra.Command, []string) error {
			if a.show.model != "" {
				f, err := a.readFolder(a.show.model)
				if err != nil {
					return rejected(err)
				}
				rounding := ""
				if f.Model.Precision == gpt.Int8 && f.Tokens != nil {
					if rounding, err = a.rounding(a.show.model, f); err != nil {
						return rejected(err)
					}
				}
				return a.writeCard(a.folderCard(f, rounding))
			}
			retriever, err := encoder.Load(a.lm)
			if err != nil {
				return err
			}
			return a.writeCard(a.lm.Card.Markdown() + a.ofFile(builtin.File()) + "\n" + retriever.Card.Markdown() + a.ofFile(encoder.File()))
		},
	}
}

// ofFile describes an embedded file of weights.
func (a *app) ofFile(raw []byte) string {
	return fmt.Sprintf("\n## %s\n\n%s\n", a.text("File"), a.text("%d bytes, safetensors, float16. SHA-256 %x.", len(raw), sha256.Sum256(raw)))
}

// writeCard sets a model card for the eye, or writes its Markdown where it is
// read by something else.
func (a *app) writeCard(markdown string) error {
	if a.seen() {
		p := a.page(true)
		return p.print(a.data, p.markdown(markdown)...)
	}
	return a.write(viz.CleanLines(markdown).String())
}
