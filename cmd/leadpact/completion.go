package main

import (
	"io"

	"github.com/urfave/cli/v2"

	"leadpact/templates"
)

// completionCommand prints the script that lets a shell complete leadpact's commands and flags.
func (p *program) completionCommand() *cli.Command {
	c := &cli.Command{Name: "completion", Usage: "print the completion script of a shell", ArgsUsage: "bash|zsh|fish"}
	c.Action = func(c *cli.Context) error {
		shell, err := oneArgument(c)
		if err != nil {
			return err
		}
		script := ""
		switch shell {
		case "bash", "zsh":
			var text []byte
			text, err = templates.FS.ReadFile("completion/" + shell)
			script = string(text)
		case "fish":
			script, err = c.App.ToFishCompletion()
		default:
			err = failf(exitUsage, "no completion for %q; there is one for bash, zsh and fish", shell)
		}
		if err != nil {
			return err
		}
		_, err = io.WriteString(p.stdout, script)
		return cannotWrite(err)
	}
	return c
}
