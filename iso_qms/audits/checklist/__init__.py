"""The versioned library of questions, what each asks for, and the answers a visit took."""
