package paper

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"strings"

	"samverk/platform/calendar"
)

// Snapshot is all that a paper says, as it was when the case was submitted.
type Snapshot struct {
	Site        string        `json:"site,omitempty"` // where the program was reached, for links from files: "https://samverk.example.se"
	Language    string        `json:"language"`
	Labels      Labels        `json:"labels"`
	DiaryNumber string        `json:"diaryNumber"`
	Title       string        `json:"title"`
	Body        string        `json:"body,omitempty"` // the board that shall decide
	Meeting     calendar.Date `json:"meeting"`        // when it meets
	Day         calendar.Date `json:"day"`            // when the case was submitted
	Round       int           `json:"round"`
	Points      []string      `json:"points"` // what the board is proposed to decide, each without its number
	Summary     string        `json:"summary,omitempty"`
	Background  string        `json:"background,omitempty"`
	Material
	Documents []Document `json:"documents,omitempty"`
}

// Material is what other features put in a paper besides its texts.
type Material struct {
	Figures []Figure `json:"figures,omitempty"`
	Tables  []Table  `json:"tables,omitempty"`
}

// Figure is one number with the words that say what it counts. The value is written as people read it.
type Figure struct {
	Text   string `json:"text"`
	Value  string `json:"value"`
	Source Source `json:"source"`
}

// Table has a name and cells as people read them. Its figures are of its source.
type Table struct {
	Title   string     `json:"title"`
	Columns []Column   `json:"columns"`
	Rows    [][]string `json:"rows"`
	Source  Source     `json:"source"`
}

// Column is a table's column.
type Column struct {
	Text   string `json:"text"`
	Number bool   `json:"number,omitempty"` // its cells stand at the right
}

// Source says where figures come from and what day they are of.
type Source struct {
	Text    string        `json:"text"`
	Address string        `json:"address"` // a page of this program, from "/", or of another
	AsOf    calendar.Date `json:"asOf"`
}

// Document is a file that goes with the case.
type Document struct {
	Position int    `json:"position"` // among the round's documents, which may have gaps
	Name     string `json:"name"`
	SHA256   string `json:"sha256"`
	Size     int64  `json:"size"`
}

// Labels are the words of the paper that are not the case's own. Dates are written out beforehand.
type Labels struct {
	Kind       string `json:"kind"` // "Tjänsteskrivelse"
	Diary      string `json:"diary"`
	Body       string `json:"body"`
	Meeting    string `json:"meeting"` // with its day
	Day        string `json:"day"`     // of the paper, with its day
	Proposal   string `json:"proposal"`
	Summary    string `json:"summary"`
	Background string `json:"background"`
	Figures    string `json:"figures"`
	Documents  string `json:"documents"`
	Source     string `json:"source"` // "Källa"
	AsOf       string `json:"asOf"`   // "per"
	Page       string `json:"page"`   // "Sida {page} av {pages}"
}

// Encode writes the snapshot as it is kept, and gives its SHA-256 in hexadecimal.
func (s *Snapshot) Encode() (text, hash string, err error) {
	data, err := json.Marshal(s)
	sum := sha256.Sum256(data)
	return string(data), hex.EncodeToString(sum[:]), err
}

// Decode reads a snapshot as Encode wrote it.
func Decode(text string) (s Snapshot, err error) {
	err = json.Unmarshal([]byte(text), &s)
	return s, err
}

// Paragraphs are the paragraphs of a text: those between empty lines.
func Paragraphs(text string) []string {
	var list []string
	for part := range strings.SplitSeq(strings.ReplaceAll(text, "\r\n", "\n"), "\n\n") {
		if part = strings.TrimSpace(part); part != "" {
			list = append(list, part)
		}
	}
	return list
}

// Line says where figures come from, in one line.
func (s Source) Line(l *Labels) string {
	line := l.Source + ": " + s.Text
	if !s.AsOf.IsZero() {
		line += ", " + l.AsOf + " " + s.AsOf.String()
	}
	return line
}

// Link is the source's address as a file needs it: a whole one; empty when it is not known.
func (s Source) Link(site string) string {
	if strings.HasPrefix(s.Address, "/") {
		if site == "" {
			return ""
		}
		return strings.TrimRight(site, "/") + s.Address
	}
	return s.Address
}

// facts are the lines below the title: what the paper is, for whom and when.
func (s *Snapshot) facts() [][2]string {
	var list [][2]string
	for _, pair := range [][2]string{{s.Labels.Diary, s.DiaryNumber}, {s.Labels.Body, s.Body}} {
		if pair[1] != "" {
			list = append(list, pair)
		}
	}
	return list
}

// block is a part of the paper in reading order.
type block struct {
	heading    string
	numbered   []string
	paragraphs []string
	figures    []Figure
	table      *Table
	documents  []Document
}

// blocks are the paper's parts, those with something in them.
func (s *Snapshot) blocks() []block {
	all := []block{{heading: s.Labels.Proposal, numbered: s.Points}, {heading: s.Labels.Summary, paragraphs: Paragraphs(s.Summary)},
		{heading: s.Labels.Background, paragraphs: Paragraphs(s.Background)}, {heading: s.Labels.Figures, figures: s.Figures}}
	for i := range s.Tables {
		all = append(all, block{heading: s.Tables[i].Title, table: &s.Tables[i]})
	}
	all = append(all, block{heading: s.Labels.Documents, documents: s.Documents})
	var list []block
	for _, b := range all {
		if len(b.numbered)+len(b.paragraphs)+len(b.figures)+len(b.documents) > 0 || b.table != nil {
			list = append(list, b)
		}
	}
	return list
}
