"""Similar cases elsewhere: searched for, proposed, decided on."""
