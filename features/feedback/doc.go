// Package feedback owns the accessibility statement that the law on accessibility of digital public service
// (2018:1937) demands, and what people tell about faults in accessibility. It says nothing of other opinions.
//
// Tables: feedback. Addresses: /accessibility, for everybody; /feedback, for administrators.
package feedback
