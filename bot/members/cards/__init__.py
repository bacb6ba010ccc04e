"""What members see."""
