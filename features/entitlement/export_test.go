package entitlement

// ManyFilersFrom lets a test go through the register as if it were large.
func ManyFilersFrom(filings int) { manyFilers = filings }
