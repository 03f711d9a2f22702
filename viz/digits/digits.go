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

// Scientific writes a number with an exponent as people do: 3.143×10²³ for
// 3.143e+23, 10⁻⁴ for 1e-04, 0 for 0e+00. Others stay as they are.
func Scientific(number string) string {
	mantissa, exponent, ok := strings.Cut(number, "e")
	if !ok {
		return number
	}
	if strings.Trim(mantissa, "-0.") == "" {
		return "0"
	}
	sign := ""
	if strings.HasPrefix(exponent, "-") {
		sign = "⁻"
	}
	digits := []rune("⁰¹²³⁴⁵⁶⁷⁸⁹")
	raised := strings.Map(func(r rune) rune { return digits[r-'0'] }, strings.TrimLeft(exponent, "+-0"))
	whole := strings.TrimSuffix(mantissa, ".0")
	switch {
	case raised == "":
		return mantissa
	case whole == "1" || whole == "-1":
		return strings.TrimSuffix(whole, "1") + "10" + sign + raised
	}
	return mantissa + "×10" + sign + raised
}
