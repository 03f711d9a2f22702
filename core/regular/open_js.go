package regular

// unwaiting is nothing here: a page has no named pipes, and Node opens none so.
const unwaiting = 0
