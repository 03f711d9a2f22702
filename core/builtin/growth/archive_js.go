package growth

import "logitarium/core/attached"

func archive() ([]byte, error) { return attached.Read("core/builtin/growth/growth.zip") }
