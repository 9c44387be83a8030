package ical

import (
	"net/url"
	"strings"
	"unicode"
)

// breaks are the ways to break a line. Some programs break files at the last three as well.
var breaks = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u0085", "\n", "\u2028", "\n", "\u2029", "\n")

// lines is a text as it may stand in a file: valid UTF-8 without control characters, with line breaks that are written \n.
func lines(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && r != '\n' && r != '\t' || r == '\ufeff' {
			return -1
		}
		return r
	}, breaks.Replace(strings.ToValidUTF8(text, "\ufffd")))
}

// line is a text on one line, with single spaces.
func line(text string) string { return strings.Join(strings.Fields(lines(text)), " ") }

// address is a link as it may stand in a file, or nothing if it is no address of the web.
func address(link string) string {
	if strings.ToValidUTF8(link, "") != link || lines(link) != link {
		return ""
	}
	u, err := url.Parse(link)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		return ""
	}
	u.RawQuery = strings.ReplaceAll(u.RawQuery, " ", "%20")
	return u.String()
}
