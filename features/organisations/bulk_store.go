package organisations

import (
	"strconv"
	"strings"
)

// place adds an argument and gives its place.
func (q *query) place(arg any) string {
	q.args = append(q.args, arg)
	return "$" + strconv.Itoa(len(q.args))
}

// places adds several arguments and gives their places, with commas between.
func places[T any](q *query, values []T) string {
	all := make([]string, len(values))
	for i, value := range values {
		all[i] = q.place(value)
	}
	return strings.Join(all, ", ")
}
