// Package planimport reads a plan out of its document: text, Markdown, Word, PDF or a scanned picture. It gives a draft
// for a person to review. It has no tables and no addresses of its own, and knows neither database nor web; the feature
// that owns plans defines what a draft is (plan.Draft) and accepts it.
//
// The way from bytes to draft can be followed from reader.Read downwards. Each step is a function on plain values:
//
//	format.go, *_format.go   bytes → lines. The kind of file is known by its content. A paragraph of a Word document and
//	                         a row of a table are one line each; headings and bullets that the format marks are kept.
//	                         page_layout.go and page_table.go make lines and tables of the places of letters in a PDF.
//	                         scan_programs.go is the only file that starts other programs.
//	repair.go                noisy words → the words they stand for. confusion.go says what scanning does to letters,
//	                         vocabulary/sv.txt which words there are, vocabulary.go how they are inflected and put
//	                         together. A document that is not noisy, or not Swedish, is left alone.
//	text_table.go            lines set as a table with spaces → cells.
//	page_noise.go            page heads, page numbers, specks → marked as unread, with the reason.
//	goal_headings.go         headings that stand where goals stand, in documents that call nothing a goal.
//	walk.go, walk_*.go       lines → outline.go. One walk through the document sorts every line into a part of the plan by
//	                         its label (label.go), its heading (sections.go, typography.go), its place in a table
//	                         (table.go), or what stands before it. Labels are compared by likeness, on skeletons
//	                         (skeleton.go) in which letters that scanning confuses are the same.
//	settle.go                what only shows when the whole document has been seen.
//	drafter.go, front.go     outline → draft. Texts are joined (joining.go) and repaired, numbers settled (numbering.go),
//	                         priorities (priority.go) and times (when.go, when_phrase.go, period.go) understood.
//	sentence.go, rule.go     an indicator's sentence → its rule. quantity.go reads what is counted and evidence_words.go
//	                         what kind of event it is. What is missing is inherited from the activity's time, what is
//	                         guessed is flagged, and every rule can be judged.
//	staff.go, mask.go        persons → roles. Names of the staff list, e-mail addresses and telephone numbers leave
//	                         this package nowhere but in the draft's Lines, which only reviewers see.
//
// Two promises hold for every document. Nothing is dropped silently: each line has exactly one role, and a line whose
// role is "unread" is listed with the likely reason. And nothing is made surer than it is: a field keeps its lines, its
// original text and a confidence, and what a person should look at is said in a flag or a warning.
//
// Rules for words are general. When a document is read wrongly, the way to mend it is a rule, a way in which letters
// are misread, or a word in the vocabulary; never the misreading itself.
package planimport
