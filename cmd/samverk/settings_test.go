package main

import (
	"io"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/alecthomas/kong"

	"samverk/app"
	"samverk/platform/i18n"
)

// asStated is a row of the tables in docs/operating/settings.md.
type asStated struct{ variable, standard string }

var settingRow = regexp.MustCompile("(?m)^\\| `--([a-z-]+)` \\| (?:`(SAMVERK_[A-Z_]+)`)? ?\\| (?:`([^`]+)`)? ?\\| [^|]+ \\|$")

// The guide lists every flag under its command, with the environment variable and the default that the program has.
func TestTheGuideListsEverySetting(t *testing.T) {
	content, err := os.ReadFile("../../docs/operating/settings.md")
	if err != nil {
		t.Fatal(err)
	}
	stated := map[string]asStated{} // by command and flag
	for section := range strings.SplitSeq(string(content), "\n## ") {
		head, _, _ := strings.Cut(section, "\n")
		command := strings.Trim(strings.TrimPrefix(head, "samverk"), "` ")
		for _, row := range settingRow.FindAllStringSubmatch(section, -1) {
			stated[command+" "+row[1]] = asStated{row[2], row[3]}
		}
	}
	var cli commandLine
	parser, err := kong.New(&cli, helpTexts(app.Catalogue(i18n.Folder(messageFiles)).In("en")), kong.Writers(io.Discard, io.Discard))
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]bool{}
	err = kong.Visit(parser.Model, func(node kong.Visitable, next kong.Next) error {
		flag, isFlag := node.(*kong.Flag)
		if !isFlag || flag.Name == "help" {
			return next(nil)
		}
		command := "Every command"
		if parent := commandOf(parser.Model.Node, flag); parent != "" {
			command = parent
		}
		key := command + " " + flag.Name
		found[key] = true
		variable := strings.Join(flag.Envs, " ")
		if row, listed := stated[key]; !listed || row.variable != variable || row.standard != flag.Default {
			t.Errorf("settings.md should have, under %q, a row for --%s with %q and the default %q; it has %+v", command, flag.Name, variable, flag.Default, row)
		}
		return next(nil)
	})
	if err != nil {
		t.Fatal(err)
	}
	for key := range stated {
		if !found[key] {
			t.Errorf("settings.md lists %q, which the program does not have", key)
		}
	}
	if !strings.Contains(string(content), "`"+passphraseVariable+"`") || len(found) < 10 {
		t.Errorf("%s is not listed, or only %d flags were compared", passphraseVariable, len(found))
	}
}

// commandOf is the path of the command that the flag belongs to; empty for those that belong to all.
func commandOf(node *kong.Node, wanted *kong.Flag) string {
	for _, child := range node.Children {
		for _, flag := range child.Flags {
			if flag == wanted {
				return child.Path()
			}
		}
		if path := commandOf(child, wanted); path != "" {
			return path
		}
	}
	return ""
}
