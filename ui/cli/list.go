package cli

import "github.com/spf13/cobra"

func (a *app) listCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "list",
		Short: "the labs, and the question each answers",
		Args:  noArguments,
		RunE: func(*cobra.Command, []string) error {
			r := rows{body: a.questions()}
			p := a.page(a.interactive())
			if a.seen() {
				r.head = []string{"lab", "question"}
			} else {
				p.width = unlimited // a line for each lab
			}
			return p.print(a.out, p.table(r))
		},
	}
}

// questions is a row for each lab, in the order of the syllabus.
func (a *app) questions() [][]string {
	var all [][]string
	for _, l := range a.labs {
		all = append(all, []string{l.Info().ID, l.Info().Question})
	}
	return all
}
