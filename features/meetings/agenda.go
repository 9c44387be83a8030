package meetings

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strconv"
	"strings"
	"time"

	"samverk/platform/i18n"
)

// Item is a point of a meeting's agenda.
type Item struct {
	ID, Title, Body, Presenter string
	Place                      int // from 1
	Minutes                    int // 0 when not said
}

// mostItems bounds an agenda.
const mostItems = 100

func (i *Item) tidy() {
	i.Title = strings.Join(strings.Fields(i.Title), " ")
	i.Body = strings.TrimSpace(strings.ReplaceAll(i.Body, "\r\n", "\n"))
	i.Presenter = strings.Join(strings.Fields(i.Presenter), " ")
}

// check tells what is wrong, by the form's names of the fields.
func (i *Item) check() (faults []fault) {
	if i.Title == "" {
		faults = append(faults, fault{"title", i18n.Fail("meetings.item_title_missing")})
	}
	if i.Minutes < 0 || i.Minutes > 24*60 {
		faults = append(faults, fault{"minutes", i18n.Fail("meetings.length_wrong")})
	}
	return slices.Concat(faults, checkTexts(longestTitle, "title", i.Title, "presenter", i.Presenter), checkTexts(longestBody, "body", i.Body))
}

// begins are the moments at which the points begin, as far as it can be told: until a point before has no length.
func begins(starts time.Time, items []Item) []time.Time {
	all := make([]time.Time, len(items))
	for i := range items {
		if i > 0 {
			if items[i-1].Minutes == 0 {
				break
			}
			starts = starts.Add(time.Duration(items[i-1].Minutes) * time.Minute)
		}
		all[i] = starts
	}
	return all
}

// lengthOf is how many minutes the points take together.
func lengthOf(items []Item) (minutes int) {
	for _, i := range items {
		minutes += i.Minutes
	}
	return minutes
}

// moved gives the points in the order after one has been moved a step, up or down. Beyond the ends nothing moves.
func moved(items []Item, id string, down bool) []Item {
	after := slices.Clone(items)
	at := slices.IndexFunc(after, func(i Item) bool { return i.ID == id })
	to := at - 1
	if down {
		to = at + 1
	}
	if at >= 0 && to >= 0 && to < len(after) {
		after[at], after[to] = after[to], after[at]
	}
	for i := range after {
		after[i].Place = i + 1
	}
	return after
}

// mark is the same for the same point: what a form carries to tell whether somebody has changed it since.
func (i *Item) mark() string {
	sum := sha256.Sum256([]byte(strings.Join([]string{i.Title, i.Presenter, strconv.Itoa(i.Minutes), i.Body}, "\x00")))
	return hex.EncodeToString(sum[:8])
}

// mayAddTo tells whether points and documents may be added to the meeting, and changed: until its minutes are adjusted.
func (s State) mayAddTo() bool { return s != Adjusted && s != Cancelled }
