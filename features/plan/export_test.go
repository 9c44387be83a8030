package plan

// What the tests of the form decoder need to reach.
var (
	ReadRule   = readRule
	RuleFields = ruleFields
	Excerpt    = excerpt
)
