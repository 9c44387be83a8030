package i18n

import (
	"fmt"
	"strconv"
	"strings"

	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"
)

// filling is a message taken apart, so that most can be written without running a template. Texts that are more than
// words and names of arguments have none.
type filling struct {
	one, other []piece // the forms of Swedish and English; nil when there is none
}

// piece is a text, or the name of the argument that stands there.
type piece struct {
	text     string
	argument bool
}

func newFilling(m *goi18n.Message) filling {
	return filling{one: pieces(m.One), other: pieces(m.Other)}
}

func pieces(text string) []piece {
	var all []piece
	for text != "" {
		before, rest, found := strings.Cut(text, "{{")
		if before != "" {
			all = append(all, piece{text: before})
		}
		if !found {
			break
		}
		name, after, closed := strings.Cut(rest, "}}")
		name = strings.TrimSpace(name)
		if !closed || len(name) < 2 || name[0] != '.' || strings.ContainsAny(name[1:], " .|()-\"") {
			return nil
		}
		all = append(all, piece{name[1:], true})
		text = after
	}
	return all
}

// fill writes the message with its arguments; false when that takes more than this knows.
func (f filling) fill(p Printer, argument func(name string) (any, bool)) (string, bool) {
	form := f.other
	if count, counted := argument("count"); counted {
		n, whole := count.(int)
		if !whole {
			return "", false
		}
		if n == 1 || n == -1 {
			form = f.one
		}
	}
	if form == nil {
		return "", false
	}
	var out strings.Builder
	for _, part := range form {
		if !part.argument {
			out.WriteString(part.text)
			continue
		}
		value, there := argument(part.text)
		switch v := value.(type) {
		case string:
			out.WriteString(v)
		case int:
			out.WriteString(strconv.Itoa(v))
		case Message:
			out.WriteString(p.Text(v))
		default:
			if !there || value == nil {
				return "", false
			}
			fmt.Fprint(&out, value)
		}
	}
	return out.String(), true
}
