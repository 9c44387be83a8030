package planner

// Tenths are working hours in whole tenths of an hour: 96.0 hours are 960. In JSON they are hours.
type Tenths int64

// Class is the priority of an activity. What is high comes before everything medium.
type Class string

// The classes, in order.
const (
	High   Class = "high"
	Medium Class = "medium"
	Low    Class = "low"
)

// Problem is what there is to do and who can do it, over consecutive quarters.
type Problem struct {
	Quarters   []string   `json:"quarters"` // "2018-Q1", consecutive
	People     []Person   `json:"people"`
	Activities []Activity `json:"activities"`
}

// Person is somebody with working hours, or a role that has them.
type Person struct {
	ID    string   `json:"id"`
	Hours []Tenths `json:"hours"` // for each of the problem's quarters
}

// Activity is work to be done inside a window. Either Total or Steady is given.
type Activity struct {
	ID      string    `json:"id"`
	Class   Class     `json:"class"`
	Rank    int       `json:"rank"`    // inside the class, least first; equal ranks go by ID
	Window  [2]string `json:"window"`  // its first and last quarter
	Total   *Tenths   `json:"total"`   // hours in the whole window, divisible over its quarters
	Steady  *Tenths   `json:"steady"`  // hours in each quarter of the window
	Most    *Tenths   `json:"most"`    // of Total, in any one quarter
	People  []string  `json:"people"`  // who may do it; empty for anyone
	Owner   string    `json:"owner"`   // who does it rather than the others, where that costs nothing; empty for nobody
	After   []string  `json:"after"`   // activities that are finished in a quarter before this one begins
	Partial bool      `json:"partial"` // takes as much as there is in its turn, in place of waiting
}
