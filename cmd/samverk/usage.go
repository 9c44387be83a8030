package main

import (
	"regexp"

	"samverk/platform/i18n"
)

// kongSays lists how the command-line library words what it did not understand, and our message for it. The named parts
// go into the message.
var kongSays = []struct {
	pattern *regexp.Regexp
	id      string
}{
	{regexp.MustCompile(`^unexpected argument (?P<what>.+)$`), "cli.usage.unknown_word"},
	{regexp.MustCompile(`^unknown flag (?P<what>.+)$`), "cli.usage.unknown_flag"},
	{regexp.MustCompile(`^expected one of (?P<which>.+)$`), "cli.usage.word_missing"},
	{regexp.MustCompile(`^expected "(?P<what>[^"]+)"$`), "cli.usage.argument_missing"},
	{regexp.MustCompile(`^missing flags: (?P<what>.+)$`), "cli.usage.flag_missing"},
	{regexp.MustCompile(`^(?P<flag>[^\s:]+): expected .+ but got "EOL"`), "cli.usage.value_missing"},
	{regexp.MustCompile(`^(?P<flag>[^\s:]+): bool value must be .+ but got "(?P<what>.*)"$`), "cli.usage.wrong_switch"},
	{regexp.MustCompile(`^(?P<flag>\S+) must be (?:one of )?(?P<which>.+) but got "(?P<what>.*)"$`), "cli.usage.wrong_value"},
}

var guess = regexp.MustCompile(`, did you mean (.+)\?$`)

// notUnderstood says in the person's language why a command was not understood. Words of the library's that are not in
// the list are kept: better English than nothing.
func notUnderstood(p i18n.Printer, err error) string {
	said, hint := err.Error(), ""
	if found := guess.FindStringSubmatch(said); found != nil {
		said, hint = said[:len(said)-len(found[0])], " "+p.T("cli.usage.guess", "guess", found[1])
	}
	for _, known := range kongSays {
		found := known.pattern.FindStringSubmatch(said)
		if found == nil {
			continue
		}
		var pairs []any
		for i, name := range known.pattern.SubexpNames() {
			if name != "" {
				pairs = append(pairs, name, found[i])
			}
		}
		said = p.T(known.id, pairs...)
		break
	}
	return p.T("cli.not_understood", "why", said) + hint + " " + p.T("cli.usage.help")
}
