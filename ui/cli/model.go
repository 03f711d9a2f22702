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
		Short: "the card of the built-in model: what it is, how it was made, what it can do",
		Long: "Shows the card of the built-in model: what it is, how it was made, what it can do;\n" +
			"and that of the retriever of the lab rag.\n" +
			"Away from a terminal the card is written as Markdown. With --model, the card\n" +
			"is of the model in that folder; with --weights int8 it says what rounding costs.",
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
				return a.writeCard(folderCard(f, rounding))
			}
			retriever, err := encoder.Load(a.lm)
			if err != nil {
				return err
			}
			return a.writeCard(a.lm.Card.Markdown() + ofFile(builtin.File()) + "\n" + retriever.Card.Markdown() + ofFile(encoder.File()))
		},
	}
}

// ofFile describes an embedded file of weights.
func ofFile(raw []byte) string {
	return fmt.Sprintf("\n## File\n\n%d bytes, safetensors, float16. SHA-256 %x.\n", len(raw), sha256.Sum256(raw))
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
