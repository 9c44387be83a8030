package planimport

import (
	"bytes"
	"encoding/binary"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"

	"samverk/platform/i18n"
)

// readText makes a document of a plain text: UTF-8 with or without a byte order mark, UTF-16 with one, or Windows-1252.
func readText(content []byte) (document, error) {
	text, converted, err := decode(content)
	if err != nil {
		return document{}, err
	}
	doc := document{lines: splitLines(text)}
	if converted {
		doc.notes = append(doc.notes, note{line: 1, code: "character_set_converted"})
	}
	return doc, nil
}

// decode gives the text and whether it had to be converted from an older character set.
func decode(content []byte) (text string, converted bool, err error) {
	switch {
	case bytes.HasPrefix(content, []byte("\xef\xbb\xbf")):
		content = content[3:]
	case bytes.HasPrefix(content, []byte("\xff\xfe")):
		return decodeUTF16(content[2:], binary.LittleEndian), false, nil
	case bytes.HasPrefix(content, []byte("\xfe\xff")):
		return decodeUTF16(content[2:], binary.BigEndian), false, nil
	}
	if looksBinary(content) {
		return "", false, i18n.Fail("planimport.error.not_text")
	}
	if utf8.Valid(content) {
		text, mended := mendTwiceEncoded(string(content))
		return text, mended, nil
	}
	decoded, err := charmap.Windows1252.NewDecoder().Bytes(content)
	if err != nil {
		return "", false, i18n.Fail("planimport.error.not_text").Because(err)
	}
	return string(decoded), true, nil
}

// twiceEncoded finds å, ä and ö that were written as UTF-8, read as Windows-1252 and written once more: "Ã¥".
var twiceEncoded = newPattern(`Ã[¥¤¶…„–]|â€[“”™¢]`)

// mendTwiceEncoded takes the second encoding away, line by line, where a text has it.
func mendTwiceEncoded(text string) (mended string, changed bool) {
	if len(twiceEncoded.FindAllStringIndex(text, 3)) < 3 {
		return text, false
	}
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		if !twiceEncoded.MatchString(line) {
			continue
		}
		if once, err := charmap.Windows1252.NewEncoder().String(line); err == nil && utf8.ValidString(once) {
			lines[i], changed = once, true
		}
	}
	return strings.Join(lines, "\n"), changed
}

func decodeUTF16(content []byte, order binary.ByteOrder) string {
	units := make([]uint16, 0, len(content)/2)
	for ; len(content) >= 2; content = content[2:] {
		units = append(units, order.Uint16(content))
	}
	return string(utf16.Decode(units))
}

// looksBinary tells whether the content holds control characters that no text has.
func looksBinary(content []byte) bool {
	odd := 0
	for _, b := range content {
		if b == 0 {
			return true
		}
		if b < ' ' && b != '\n' && b != '\r' && b != '\t' && b != '\f' && b != '\v' {
			odd++
		}
	}
	return odd*100 > len(content)
}

// splitLines cuts a text at its line ends. The last line end does not begin an empty line of its own.
func splitLines(text string) []line {
	text = strings.ReplaceAll(text, "\r\n", "\n")
	text = strings.ReplaceAll(text, "\r", "\n")
	text = strings.TrimSuffix(text, "\n")
	parts := strings.Split(text, "\n")
	lines := make([]line, len(parts))
	for i, part := range parts {
		lines[i] = line{number: i + 1, text: strings.TrimRight(part, "\f\v")}
	}
	return lines
}

func isBlank(text string) bool {
	for _, r := range text {
		if !unicode.IsSpace(r) && r != '\ufeff' && r != '\u00ad' {
			return false
		}
	}
	return true
}
