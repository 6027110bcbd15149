package main

import (
	"fmt"
	"strings"

	"github.com/urfave/cli/v2"
)

// example is a command line and its purpose.
type example struct{ line, purpose string }

// examples holds the examples at the top of each command's help, by the command's name; those under ""
// are for the help of the program. A test runs each line.
var examples = map[string][]example{
	"": {
		{"leadpact demo", "see everything it makes, of a sample company"},
		{"leadpact init --from exports", "write an agreement that runs on your own exports"},
		{"leadpact run", "count the last full month and publish its folder"},
	},
	"demo": {
		{"leadpact demo", "into leadpact-demo"},
		{"leadpact demo --out sample", "into another folder"},
		{"leadpact run --agreement leadpact-demo/agreement.yaml --period 2026-10 --out again",
			"the same month, as you would count your own"},
	},
	"init": {
		{"leadpact init", "agreement.yaml and its JSON Schema, to fill in"},
		{"leadpact init sales", "into the folder sales"},
		{"leadpact init --from exports", "from exports: one that runs on them"},
	},
	"check": {
		{"leadpact check", "what was found, mapped, set aside and refused"},
		{"leadpact check --json", "the same for a program"},
		{"leadpact check --tables read", "the tables as they were read, into the folder read"},
	},
	"run": {
		{"leadpact run", "the last full month, into out"},
		{"leadpact run --period 2026-Q4 --as-of 2026-11-15", "the running quarter as of that day"},
		{"leadpact run --set promise.contact_within=12h", "what would follow of another term, beside the issue"},
	},
	"contract": {
		{"leadpact contract", "contract.pdf, to be signed"},
		{"leadpact contract --out sla.pdf", "into another file"},
		{"leadpact contract --against agreement-v2.yaml", "amendment.pdf: what changes since that version"},
	},
	"verify": {
		{"leadpact verify contract.pdf", "is it this agreement's contract, and what was signed since"},
		{"leadpact verify out/2026-10/sla-2026-10.xlsx", "does a workbook carry this agreement's fingerprint"},
		{"leadpact verify --against agreement-v2.yaml amendment.pdf", "is it the amendment of that version"},
	},
	"explain": {
		{"leadpact explain kpi.mql_to_sql", "a figure: its formula, its terms, its rows"},
		{"leadpact explain promise.contact_within", "a term, and what it decides"},
		{"leadpact explain 'Marcus Chen/contact'", "an SDR's verdicts by one rule, lead by lead"},
	},
	"today": {
		{"leadpact today", "who has leads waiting, and which"},
		{"leadpact today --markdown", "for a chat or a wiki"},
		{"leadpact today --as-of 2026-10-14", "as it stood that morning"},
	},
	"facts": {
		{"leadpact facts", "for activities in a warehouse: the thresholds of every lead, to be uploaded"},
		{"leadpact facts --sql snowflake", "the query that computes inputs.facts there"},
		{"leadpact facts --here", "the same facts from inputs.activities, to compare"},
	},
	"calibrate": {
		{"leadpact calibrate", "the evidence, and the next version where it contradicts a term"},
		{"leadpact calibrate --out next", "the next version and its amendment into the folder next"},
		{"leadpact calibrate --json", "the evidence for a program; nothing is written"},
	},
	"table": {
		{"leadpact table exports/contacts.csv", "any CSV as UTF-8 with commas"},
		{"leadpact table --encoding windows-1252 old.csv", "where it cannot be proved"},
		{"leadpact table --delimiter tab report.txt", "tabs between the columns"},
	},
	"schedule": {
		{"leadpact schedule systemd", "a service and its timer"},
		{"leadpact schedule cron", "a line for crontab"},
		{"leadpact schedule schtasks", "a task for Windows"},
	},
	"completion": {
		{"leadpact completion bash > ~/.local/share/bash-completion/completions/leadpact", "bash"},
		{"leadpact completion zsh > ~/.zfunc/_leadpact", "zsh, with ~/.zfunc in fpath"},
		{"leadpact completion fish > ~/.config/fish/completions/leadpact.fish", "fish"},
	},
}

// maxExampleWidth is the longest line that leaves room for its purpose beside it.
const maxExampleWidth = 46

// withExamples returns a command's help: its examples, then the rest.
func withExamples(name, rest string) string {
	width := 0
	for _, e := range examples[name] {
		width = max(width, len(e.line))
	}
	var b strings.Builder
	b.WriteString("EXAMPLES:\n")
	for _, e := range examples[name] {
		if width > maxExampleWidth {
			fmt.Fprintf(&b, "   %s\n      %s\n", e.line, e.purpose)
			continue
		}
		fmt.Fprintf(&b, "   %-*s  %s\n", width, e.line, e.purpose)
	}
	return b.String() + "\n" + rest
}

// addExamples puts examples before the help of the program and each command.
func addExamples(app *cli.App) {
	app.CustomAppHelpTemplate = withExamples("", cli.AppHelpTemplate)
	for _, c := range app.Commands {
		c.CustomHelpTemplate = withExamples(c.Name, cli.CommandHelpTemplate)
		if len(c.Subcommands) > 0 {
			c.CustomHelpTemplate = withExamples(c.Name, cli.SubcommandHelpTemplate)
		}
	}
}
