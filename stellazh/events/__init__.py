"""Events: from a plan item to invitation, registration, attendance, materials, letters and figures."""
