// Reads a card a line from standard input, parses it with the official renderer, and answers a line: what it complained of.
const path = require("node:path");
const readline = require("node:readline");
const AC = require(path.join(__dirname, "..", "..", "node", "node_modules", "adaptivecards"));

function complaints(payload) {
  const card = new AC.AdaptiveCard();
  card.hostConfig = new AC.HostConfig({ actions: { maxActions: 6 } });
  const context = new AC.SerializationContext(AC.Versions.v1_5);
  card.parse(payload, context);
  const found = [];
  for (let at = 0; at < context.eventCount; at++) found.push(context.getEventAt(at).message);
  for (const event of card.validateProperties().validationEvents) found.push(event.message);
  return found;
}

readline.createInterface({ input: process.stdin }).on("line", (line) => {
  let answer;
  try {
    answer = complaints(JSON.parse(line));
  } catch (error) {
    answer = ["crash: " + error.message];
  }
  process.stdout.write(JSON.stringify(answer) + "\n");
});
