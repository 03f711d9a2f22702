// Package digits writes numbers as readers are used to them.
package digits

import "strings"

// Group puts a comma before each three digits of a number, from 1,000 on, and
// none behind its point: 1,250.0625. What is no decimal number, as one with an
// exponent, stays as it is. So are all amounts on screen written; not years,
// what only names something, such as the ids of tokens, and what stands in a
// formula.
func Group(number string) string {
	sign, digits := "", number
	if digits != "" && strings.ContainsRune("+-", rune(digits[0])) {
		sign, digits = digits[:1], digits[1:]
	}
	digits, decimals, point := strings.Cut(digits, ".")
	if digits == "" || strings.Trim(digits+decimals, "0123456789") != "" {
		return number
	}
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	if point {
		decimals = "." + decimals
	}
	return sign + digits + decimals
}
