//go:build !unix

package terminal

import "os"

func canSuspend() bool { return false }

func (j *jobControl) listen() {}
func (j *jobControl) close()  {}

func (j *jobControl) act(os.Signal) (do func(), ok bool) { return nil, false }

func (j *jobControl) stopGroup() {}
