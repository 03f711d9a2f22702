package cli

import (
	"github.com/spf13/pflag"
)

// served is the flags about a model behind a server.
type served struct {
	url, model, keyFile string
}

func (s *served) flags(a *app, flags *pflag.FlagSet) {
	flags.StringVar(&s.url, "endpoint", "", a.text("ask the model of this server, as in http://127.0.0.1:8080; its key is that in $OPENAI_API_KEY"))
	flags.StringVar(&s.model, "endpoint-model", "", a.text("which of its models"))
	flags.StringVar(&s.keyFile, "endpoint-key-file", "", a.text("the file that has its key"))
}

// check refuses flags that mean nothing together.
func (s served) check(model string) error {
	switch {
	case s.url == "" && (s.model != "" || s.keyFile != ""):
		return usagef("--endpoint-model and --endpoint-key-file are about the server of --endpoint, and none was named")
	case s.url != "" && model != "":
		return usagef("--endpoint and --model name two models: give one")
	}
	return nil
}
