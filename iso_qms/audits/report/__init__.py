"""What is told of findings: figures, reports, notices that are issued."""
