package planimport

// outline is the document sorted into the parts of a plan, still in the document's own words.
type outline struct {
	title        block
	introduction block
	overall      block
	staff        []int // indexes of the lines in the staff list
	goals        []*goalPart
}

// goalPart is a goal with what stands under it.
type goalPart struct {
	printed     string // number as printed, "" when there is none
	implied     bool   // the document has no such heading: the goal was made to hold its activities
	fromHeading bool   // no label said that this is a goal
	title       block
	text        block
	activities  []*activityPart
}

// activityPart is an activity with its fields.
type activityPart struct {
	printed     string
	fromHeading bool // no label said that this is an activity
	area        block
	title       block
	background  block
	priority    block
	time        block
	responsible block
	indicators  []*indicatorPart
}

// indicatorPart is an indicator.
type indicatorPart struct {
	printed string
	text    block
}

// block is a piece of text with the lines that it comes from.
type block struct {
	fragments []fragment
}

// fragment is one line's part of a block.
type fragment struct {
	index     int // of the line
	text      string
	paragraph bool // a new paragraph begins here
}

func (b *block) empty() bool { return len(b.fragments) == 0 }

func (b *block) add(index int, text string, paragraph bool) {
	b.fragments = append(b.fragments, fragment{index, text, paragraph && len(b.fragments) > 0})
}

// last is the text of the last line.
func (b *block) last() string {
	if b.empty() {
		return ""
	}
	return b.fragments[len(b.fragments)-1].text
}

// indexes are the first and the last line's index.
func (b *block) indexes() (first, last int) {
	return b.fragments[0].index, b.fragments[len(b.fragments)-1].index
}

func (o *outline) activities() []*activityPart {
	var all []*activityPart
	for _, goal := range o.goals {
		all = append(all, goal.activities...)
	}
	return all
}

func (o *outline) indicators() []*indicatorPart {
	var all []*indicatorPart
	for _, activity := range o.activities() {
		all = append(all, activity.indicators...)
	}
	return all
}
