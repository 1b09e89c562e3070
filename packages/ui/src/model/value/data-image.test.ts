import { expect, it } from "vitest";
import { dataImage } from "./data-image.ts";

it.each([
  { text: "data:image/png;base64,AAEC", image: { mime: "image/png", bytes: 3 } },
  { text: "data:image/webp;base64,AAE=", image: { mime: "image/webp", bytes: 2 } },
  { text: "data:image/svg+xml;base64,AAEC", image: undefined },
  { text: "data:text/html;base64,AAEC", image: undefined },
  { text: "data:image/png,AAEC", image: undefined },
  { text: "https://example.com/picture.png", image: undefined },
  { text: " data:image/png;base64,AAEC", image: undefined },
])("the picture in $text is $image", ({ text, image }) => {
  expect(dataImage(text)).toEqual(image);
});

it("tells the size of a picture of which there is only the beginning", () => {
  expect(dataImage("data:image/gif;base64,AAEC", 22 + 4000)).toEqual({ mime: "image/gif", bytes: 3000 });
});
